// Shows which release is served, from the file that publishing writes last.
interface Release {
  readonly commit: string;
  readonly time: string;
}

function isRelease(value: unknown): value is Release {
  return (
    typeof value === "object" &&
    value !== null &&
    "commit" in value &&
    typeof value.commit === "string" &&
    "time" in value &&
    typeof value.time === "string"
  );
}

async function showRelease(place: Element): Promise<void> {
  // Where there is no such file, as in `npm run dev`, the page keeps what it says.
  const response = await fetch("/release.json", { cache: "no-cache" });
  const release: unknown = response.ok ? await response.json() : undefined;
  if (isRelease(release)) place.textContent = `Release ${release.commit.slice(0, 7)} of ${release.time}`;
}

const place = document.querySelector("[data-release]");
if (place !== null) {
  showRelease(place).catch((error: unknown) => {
    console.warn("release.json could not be read", error);
  });
}
