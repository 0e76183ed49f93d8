const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  json: "application/json",
  html: "text/html",
  gz: "application/gzip",
  zip: "application/zip",
  dcm: "application/dicom",
};

/** Hands a file to the browser, which saves it as it saves any download. */
export function save(name: string, content: Uint8Array | string): void {
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const url = URL.createObjectURL(new Blob([content as Uint8Array<ArrayBuffer> | string], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
