import { afterAll } from "vitest";
import { mp3EncoderContract } from "../../ports/mp3-encoder.contract.ts";
import { createLameEncoder } from "./mp3-encoder.ts";

const encoder = createLameEncoder();
afterAll(() => encoder[Symbol.asyncDispose]());

mp3EncoderContract("LAME", () => encoder);
