declare module "omggif" {
  export class GifReader {
    constructor(bytes: Uint8Array);
    readonly width: number;
    readonly height: number;
    numFrames(): number;
    frameInfo(frame: number): {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly disposal: number;
      /** In hundredths of a second. */
      readonly delay: number;
    };
    /** Draws the frame over what is there; transparent dots leave it. */
    decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
  }
  export class GifWriter {
    constructor(to: Uint8Array, width: number, height: number, options: { readonly loop: number });
    addFrame(
      x: number,
      y: number,
      width: number,
      height: number,
      dots: readonly number[],
      options: {
        readonly palette: readonly number[];
        readonly transparent: number;
        readonly disposal: number;
        readonly delay: number;
      },
    ): void;
    /** Answers how many bytes were written. */
    end(): number;
  }
}
