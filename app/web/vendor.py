"""Fetches the pinned front-end libraries from npm into `static/vendor`.

Run it as `python -m app.web.vendor`.

The files are committed; this script says where they come from and renews them.
"""

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "static" / "vendor"
PACKAGES: dict[str, dict[str, str]] = {
    "@picocss/pico@2.1.1": {"css/pico.min.css": "pico.min.css", "LICENSE.md": "pico.LICENSE"},
    "htmx.org@4.0.1": {
        "dist/htmx.min.js": "htmx.min.js",
        "dist/ext/hx-sse.min.js": "hx-sse.min.js",
        "LICENSE": "htmx.LICENSE",
    },
    "leaflet@1.9.4": {
        "dist/leaflet.js": "leaflet.js",
        "dist/leaflet.css": "leaflet.css",
        "dist/images/layers.png": "images/layers.png",
        "dist/images/marker-icon.png": "images/marker-icon.png",
        "dist/images/marker-icon-2x.png": "images/marker-icon-2x.png",
        "dist/images/marker-shadow.png": "images/marker-shadow.png",
        "LICENSE": "leaflet.LICENSE",
    },
    "topojson-client@3.1.0": {
        "dist/topojson-client.min.js": "topojson-client.min.js",
        "LICENSE": "topojson-client.LICENSE",
    },
    "axe-core@4.14.1": {
        "axe.min.js": "../../../tests/browser/axe.min.js",
        "LICENSE": "../../../tests/browser/axe.LICENSE",
    },
    "world-atlas@2.0.2": {"countries-50m.json": "countries-50m.json"},
}
"""Package and version → file in it → file here."""


def main() -> None:
    """Fetch every package and copy what is used."""
    with tempfile.TemporaryDirectory() as folder:
        for package, wanted in PACKAGES.items():
            done = subprocess.run(  # noqa: S603 -- constant arguments
                ["npm", "pack", "--json", package],  # noqa: S607 -- npm is found on the path
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
            )
            archive = Path(folder) / json.loads(done.stdout)[0]["filename"]
            with tarfile.open(archive) as files:
                for source, target in wanted.items():
                    member = files.extractfile(f"package/{source}")
                    if member is None:
                        raise FileNotFoundError(f"{package} has no {source}")
                    (TARGET / target).parent.mkdir(parents=True, exist_ok=True)
                    (TARGET / target).write_bytes(member.read())


if __name__ == "__main__":
    main()
