// Runs in CloudFront (JavaScript runtime 2.0) on each request before the cache. The runtime has no imports and little past
// ES5. The language rule is that of localeOf in shared/http/request.ts; a test runs both.

function weightOf(header, language) {
  const parts = header.toLowerCase().split(',');
  for (let i = 0; i < parts.length; i++) {
    const pieces = parts[i].split(';');
    if (pieces[0].trim().split(/[-_]/)[0] !== language) continue;
    let weight = 1;
    for (let j = 1; j < pieces.length; j++) {
      const q = /^q=([\d.]+)$/.exec(pieces[j].trim());
      if (q) {
        weight = Number(q[1]);
        break;
      }
    }
    return Math.max(0, weight - i * 1e-6);
  }
  return 0;
}

function languageOf(header) {
  return weightOf(header, 'en') > weightOf(header, 'vi') ? 'en' : 'vi';
}

// A header that came more than once is one list, as it is for the API.
function textOf(header) {
  if (!header) return '';
  if (!header.multiValue) return header.value;
  return header.multiValue.map((one) => one.value).join(',');
}

// What other programs append to a shared link: the rule is TRACKING in shared/http/request.ts; a test runs both.
const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|ttclid|twclid|igshid|yclid|mc_cid|mc_eid|zarsrc|_ga|_gl|_)$/;

function handler(event) {
  const request = event.request;
  const headers = request.headers;
  const names = Object.keys(request.querystring);
  for (let i = 0; i < names.length; i++) {
    if (TRACKING.test(names[i])) delete request.querystring[names[i]];
  }
  headers['accept-language'] = { value: languageOf(textOf(headers['accept-language'])) };
  headers['x-ocop-viewer'] = { value: event.viewer.ip };
  // Compression makes a strong ETag weak, and the ETag of a write is the If-Match of the next.
  if (request.method !== 'GET' && request.method !== 'HEAD') delete headers['accept-encoding'];
  return request;
}
