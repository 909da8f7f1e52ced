/** A part of a picture in shares of its width and height. */
export type Crop = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** How somebody looks at a picture through a frame: how near, and at which point of it (in shares). */
export type View = { readonly zoom: number; readonly x: number; readonly y: number };

export const wholeView: View = { zoom: 1, x: 0.5, y: 0.5 };

type Size = { readonly width: number; readonly height: number };

/** What is seen through a frame of these proportions; never beyond the picture's edge. */
export function cropOf(picture: Size, frame: Size, { zoom, x, y }: View): Crop {
  const fits = Math.min(picture.width / frame.width, picture.height / frame.height);
  const width = (fits * frame.width) / picture.width / zoom;
  const height = (fits * frame.height) / picture.height / zoom;
  const held = (middle: number, size: number) =>
    Math.min(Math.max(middle, size / 2), 1 - size / 2) - size / 2;
  return { x: held(x, width), y: held(y, height), width, height };
}

/** The view after the picture was pulled by a share of the frame. */
export function pulled(view: View, crop: Crop, right: number, down: number): View {
  const middle = { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 };
  const held = (value: number, size: number) => Math.min(Math.max(value, size / 2), 1 - size / 2);
  return {
    zoom: view.zoom,
    x: held(middle.x - right * crop.width, crop.width),
    y: held(middle.y - down * crop.height, crop.height),
  };
}
