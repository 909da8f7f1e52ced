type Shape = readonly (number | string)[];
type Slot = { readonly name: string; readonly type: "float" | "int64"; readonly shape: Shape };

/** What a model of ONNX is made of, as far as our tests need it. */
export type OnnxParts = {
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs?: readonly Slot[];
  readonly outputs?: readonly Slot[];
  readonly weights?: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: Float32Array;
  }[];
  readonly nodes?: readonly {
    readonly do: string;
    readonly from: readonly string[];
    readonly to: string;
    /** Of a `Transpose`. */
    readonly order?: readonly number[];
  }[];
};

/**
 * The file of a model, in Protocol Buffers.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function onnxModel({
  metadata,
  inputs = [],
  outputs = [],
  weights = [],
  nodes = [],
}: OnnxParts): Buffer {
  const graph = message(
    7,
    ...nodes.map((node) =>
      message(
        1,
        ...node.from.map((name) => bytes(1, name)),
        bytes(2, node.to),
        bytes(4, node.do),
        ...(node.order === undefined
          ? []
          : [message(5, bytes(1, "perm"), ...node.order.map((axis) => integer(8, axis)), integer(20, 7))]),
      ),
    ),
    bytes(2, "graph"),
    ...weights.map(({ name, shape, values }) =>
      message(
        5,
        ...shape.map((length) => integer(1, length)),
        integer(2, 1),
        bytes(8, name),
        bytes(9, Buffer.from(values.buffer)),
      ),
    ),
    ...inputs.map((slot) => slotOf(11, slot)),
    ...outputs.map((slot) => slotOf(12, slot)),
  );
  const says = Object.entries(metadata).map(([key, value]) => message(14, bytes(1, key), bytes(2, value)));
  return Buffer.concat([integer(1, 8), graph, message(8, bytes(1, ""), integer(2, 13)), ...says]);
}

function slotOf(field: number, { name, type, shape }: Slot): Buffer {
  const dimensions = shape.map((each) =>
    message(1, typeof each === "string" ? bytes(2, each) : integer(1, each)),
  );
  const tensor = message(1, integer(1, type === "float" ? 1 : 7), message(2, ...dimensions));
  return message(field, bytes(1, name), message(2, tensor));
}

function varint(value: number): Buffer {
  const found: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    found.push((left % 128) + (left >= 128 ? 128 : 0));
    if (left < 128) return Buffer.from(found);
  }
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function bytes(field: number, value: string | Buffer): Buffer {
  const content = Buffer.from(value as string);
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function message(field: number, ...parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}
