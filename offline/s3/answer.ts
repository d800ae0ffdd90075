// The answers of the double.

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

export function xml(name: string, content: string, { status = 200, xmlns = S3_NAMESPACE } = {}): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${xmlns}">${content}</${name}>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

/** An error as S3 writes it: without a namespace. */
export function refusal(status: number, code: string, message: string = code): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

export function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
