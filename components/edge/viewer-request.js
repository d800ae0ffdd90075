// CloudFront runs this for each request, before it looks into its cache (runtime cloudfront-js-2.0, which is not Node).
// The constant SETTINGS (EdgeSettings in ../policy/edge-function.ts) is put in front of it, and lines like this one are
// left out. An exception here is an error page for the whole site, so every path returns an answer.

function handler(event) {
  const request = event.request;
  if (String(request.uri).charAt(0) !== "/") request.uri = "/" + request.uri;
  const path = canonical(request.uri);
  const query = queryOf(request);
  const host = hostOf(request);
  const single = path.replace(/[/\\]{2,}/g, "/").replace(/\\/g, "%5C");
  // Never taken from the request: one of the names of the settings, or none.
  const hosts = SETTINGS.hosts;
  const ours = hosts.length === 0 || hosts.indexOf(host) >= 0;
  const origin = hosts.length === 0 ? "" : "https://" + (ours ? host : hosts[0]);

  if (!ours || /[/\\]{2}/.test(path)) return moved(origin + single, query);
  // The lists of releases are not served, not under their other spelling either; the bucket's policy denies them, too.
  if (/^\/_releases(?:\/|%2F)/.test(single)) {
    return answer(404, "Not Found", { "cache-control": { value: "max-age=3600" } });
  }
  // CloudFront may ask for its error page through here.
  if (single === "/404.html") return request;
  const target = redirectFrom(single === "/index.html" ? "/" : single);
  if (target !== "") return moved(target.charAt(0) === "/" ? origin + target : target, query);

  // A dot in the last part of an address means a file, and so does .well-known (RFC 8615).
  const last = single.slice(single.lastIndexOf("/") + 1);
  const isFile = last.indexOf(".") >= 0 || (last !== "" && single.indexOf("/.well-known/") === 0);
  if (SETTINGS.routing === "files" || isFile) return request;
  if (SETTINGS.routing === "app") request.uri = "/index.html";
  else if (last === "") request.uri += "index.html";
  else if (SETTINGS.routing === "html") request.uri += ".html";
  // Without the trailing slash, relative links would lead to the wrong folder.
  else return moved(origin + single + "/", query);
  return request;
}

// One spelling for each address, as a Location may carry it: escapes only where they are needed.
function canonical(uri) {
  return String(uri).replace(/%[0-9A-Fa-f]{2}|%|[^%A-Za-z0-9\-._~!$&'()*+,;=:@/\\]+/g, function (text) {
    if (text.charAt(0) !== "%" || text.length < 3) return escaped(text);
    const character = String.fromCharCode(parseInt(text.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : text.toUpperCase();
  });
}

function escaped(text) {
  try {
    return encodeURIComponent(text);
  } catch (error) {
    // Half of a character.
    return "%EF%BF%BD";
  }
}

function hostOf(request) {
  const header = request.headers && request.headers.host;
  const host = header && header.value ? String(header.value) : "";
  return host.toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");
}

function queryOf(request) {
  return rawQueryOf(request).replace(/[^!"$-~]+/g, escaped);
}

function rawQueryOf(request) {
  if (typeof request.rawQueryString === "function") return request.rawQueryString() || "";
  const parsed = request.querystring || {};
  const parts = [];
  Object.keys(parsed).forEach(function (name) {
    (parsed[name].multiValue || [parsed[name]]).forEach(function (one) {
      parts.push(name + "=" + one.value);
    });
  });
  return parts.join("&");
}

function redirectFrom(path) {
  for (let i = 0; i < SETTINGS.exact.length; i++) {
    if (SETTINGS.exact[i][0] === path) return SETTINGS.exact[i][1];
  }
  // Longest first. Each ends in a slash: /docs/ is not the start of /docsx.
  for (let i = 0; i < SETTINGS.prefixes.length; i++) {
    const start = SETTINGS.prefixes[i][0];
    if (path.indexOf(start) === 0) return SETTINGS.prefixes[i][1] + path.slice(start.length);
  }
  return "";
}

function moved(target, query) {
  const end = target.indexOf("#") < 0 ? target.length : target.indexOf("#");
  const address = target.slice(0, end);
  const joined = query === "" ? address : address + (address.indexOf("?") < 0 ? "?" : "&") + query;
  return answer(301, "Moved Permanently", {
    location: { value: joined + target.slice(end) },
    "cache-control": { value: "max-age=3600" },
  });
}

function answer(statusCode, statusDescription, headers) {
  headers["strict-transport-security"] = { value: SETTINGS.strictTransportSecurity };
  return { statusCode: statusCode, statusDescription: statusDescription, headers: headers };
}
