// Runs in CloudFront (JavaScript runtime 2.0) on each request before the cache. The runtime has no imports and little past
// ES5. The language rule is that of localeOf in shared/http/request.ts; a test runs both.

function weightOf(header, language) {
  const parts = header.toLowerCase().split(',');
  for (let i = 0; i < parts.length; i++) {
    const pieces = parts[i].split(';');
    const tag = pieces[0].trim();
    if (tag !== language && !tag.startsWith(`${language}-`)) continue;
    for (let j = 1; j < pieces.length; j++) {
      const q = /^q=([\d.]+)$/.exec(pieces[j].trim());
      if (q) return Number(q[1]);
    }
    return 1;
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

function handler(event) {
  const request = event.request;
  const headers = request.headers;
  headers['accept-language'] = { value: languageOf(textOf(headers['accept-language'])) };
  headers['x-ocop-viewer'] = { value: event.viewer.ip };
  // Compression makes a strong ETag weak, and the ETag of a write is the If-Match of the next.
  if (request.method !== 'GET' && request.method !== 'HEAD') delete headers['accept-encoding'];
  return request;
}
