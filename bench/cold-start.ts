// One start, timed from outside: `node cold-start.ts app|nothing`.
if (process.argv[2] === "app") {
  const { anApp } = await import("../test/http/an-app.ts");
  const answer = await anApp().app.request("/api/health");
  if (answer.status !== 200) throw new Error(`health answered ${answer.status}`);
} else if ((await new Response("{}").json()) === undefined) {
  throw new Error("nothing came back");
}
