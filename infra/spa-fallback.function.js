// CloudFront Function (JavaScript runtime 2.0), viewer request: a path that names no file is a page of the web app.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const last = request.uri.slice(request.uri.lastIndexOf("/") + 1);
  if (last.indexOf(".") < 0) request.uri = "/index.html";
  return request;
}
