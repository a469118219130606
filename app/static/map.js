/* Maps of every page: an offline world, markers that cluster, lines; the list beside each map says the same.

   <div class="map" data-map="#ID" aria-label="…"></div>       markers from <script type="application/json" id="ID">
   <div class="map" data-map="/address.json" …></div>          markers from an address
   The JSON: {"markers": [{"lat", "lon", "title", "text"?, "href"?, "kind"?}], "lines": [{"title", "kind"?, "points": [[lat, lon], …]}]}
   `kind` becomes the class `marker-KIND` or `line-KIND`. With data-tiles="https://…" the tiles of a server lie beneath. */
(() => {
  "use strict";
  const WORLD = document.currentScript.dataset.world;
  let world = null;

  const land = () => (world ??= fetch(WORLD).then((answer) => answer.json())
    .then((atlas) => topojson.feature(atlas, atlas.objects.countries)));

  const data = async (source) => {
    if (source.startsWith("#")) return JSON.parse(document.querySelector(source).textContent);
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : { markers: [] };
  };

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const described = (markers) => {
    const list = element("ul", "", { class: "map-list" });
    for (const marker of markers) {
      const item = element("li", "");
      item.append(marker.href ? element("a", marker.title, { href: marker.href }) : element("strong", marker.title));
      if (marker.text) item.append(" ", element("span", marker.text, { class: "map-text" }));
      list.append(item);
    }
    return list;
  };

  /* Markers that lie within 44 pixels, a dot's largest size, of the first of their group become one dot with their number. */
  const groups = (map, markers) => {
    const found = [];
    for (const marker of markers) {
      const at = map.latLngToLayerPoint([marker.lat, marker.lon]);
      const near = found.find((group) => group.at.distanceTo(at) < 44);
      if (near) near.markers.push(marker); else found.push({ at, markers: [marker] });
    }
    return found;
  };

  const dot = (group) => {
    const [first] = group.markers;
    const count = group.markers.length;
    const size = Math.min(44, 22 + 5 * Math.log2(count + 1));
    const icon = L.divIcon({
      className: `marker marker-${first.kind || "plain"}${count > 1 ? " marker-many" : ""}`,
      html: element("span", count > 1 ? String(count) : "").outerHTML,
      iconSize: [size, size],
    });
    const names = group.markers.slice(0, 5).map((marker) => marker.title).join(", ");
    return L.marker([first.lat, first.lon], { icon, title: names, alt: names }).bindPopup(() => described(group.markers));
  };

  const draw = async (box) => {
    const map = L.map(box, { worldCopyJump: true, zoomSnap: 0.5, minZoom: 2, maxZoom: 17, attributionControl: true });
    map.attributionControl.setPrefix(false);
    const found = await data(box.dataset.map);
    const lines = (found.lines || []).map((line) =>
      L.polyline(line.points, { className: `line line-${line.kind || "plain"}` }).bindTooltip(line.title, { sticky: true }));
    const points = [...found.markers.map((marker) => [marker.lat, marker.lon]), ...(found.lines || []).flatMap((line) => line.points)];
    if (points.length) map.fitBounds(points, { padding: [30, 30], maxZoom: box.dataset.tiles ? 13 : 8.5 }); else map.setView([50, 10], 3.5);
    if (box.dataset.tiles) {
      L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution || "© OpenStreetMap" }).addTo(map);
    } else {
      L.geoJSON(await land(), { interactive: false, className: "land", attribution: "Natural Earth" }).addTo(map);
    }
    lines.forEach((line) => line.addTo(map));
    const layer = L.layerGroup().addTo(map);
    const show = () => {
      layer.clearLayers();
      groups(map, found.markers).forEach((group) => layer.addLayer(dot(group)));
    };
    map.on("zoomend", show);
    show();
  };

  const start = () => document.querySelectorAll("[data-map]:not(.leaflet-container)").forEach((box) => {
    new IntersectionObserver((seen, watcher) => {
      if (seen.some((entry) => entry.isIntersecting)) { watcher.disconnect(); draw(box); }
    }).observe(box);
  });
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:after:swap", start);
})();
