import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs ffmpeg. Throws with what it said, or with what to install. */
export async function ffmpeg(...args: readonly string[]): Promise<void> {
  await tool("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", ...args]);
}

/** What two other decoders complain about when they read a file, how many samples they found in it, and how loud (LUFS). */
export async function heardByOthers(
  path: string,
): Promise<{ readonly complaints: readonly string[]; readonly samples: number; readonly lufs: number }> {
  const decoded = await tool(
    "ffmpeg",
    [
      ...["-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info", "-i", path, "-map", "0:a"],
      ...["-af", "ebur128=framelog=verbose", "-f", "s16le", "-ac", "1", "-"],
    ],
    "buffer",
  );
  const complaints = decoded.stderr
    .split("\n")
    .filter((line) => /\[(warning|error|fatal|panic)\]/.test(line))
    // Without a table of contents ffmpeg can only estimate how long a file is; frames alone have none.
    .filter((line) => !line.includes("Estimating duration from bitrate"));
  if (path.endsWith(".mp3")) {
    const { stderr } = await tool("mpg123", ["-t", "-q", path]);
    complaints.push(...stderr.split("\n").filter((line) => line.trim() !== ""));
  }
  return { complaints, samples: decoded.stdout.length / 2, lufs: lufsIn(decoded.stderr) };
}

function lufsIn(said: string): number {
  return Number([...said.matchAll(/^\s+I:\s+(-?[\d.]+) LUFS/gm)].at(-1)?.[1]);
}

/** What ffmpeg decodes: whole numbers of 16 bit, one channel. */
export async function decodedByFfmpeg(path: string): Promise<Int16Array> {
  const args = ["-nostdin", "-loglevel", "error", "-i", path, "-map", "0:a", "-f", "s16le", "-ac", "1", "-"];
  const { stdout } = await tool("ffmpeg", args, "buffer");
  return new Int16Array(new Uint8Array(stdout).buffer);
}

/** Integrated loudness as ffmpeg measures it, LUFS. */
export async function loudnessByFfmpeg(path: string): Promise<number> {
  const args = [
    "-nostdin",
    "-hide_banner",
    "-nostats",
    "-i",
    path,
    "-af",
    "ebur128=framelog=verbose",
    "-f",
    "null",
    "-",
  ];
  const { stderr } = await tool("ffmpeg", args);
  return lufsIn(stderr);
}

async function tool(
  name: string,
  args: readonly string[],
  stdout: "buffer" | "text" = "text",
): Promise<{ stdout: Buffer; stderr: string }> {
  try {
    const done = await run(name, [...args], { encoding: "buffer", maxBuffer: 1 << 30 });
    return { stdout: stdout === "buffer" ? done.stdout : Buffer.alloc(0), stderr: done.stderr.toString() };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Error(`This test makes its files with ${name}. Install it: apt-get install ${name}`, {
        cause: error,
      });
    throw error;
  }
}
