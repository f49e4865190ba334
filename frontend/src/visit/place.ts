// 「我到了」: the place is taken at a tap, once, and never needed.

import { pause } from "../net";
import type { CheckIn } from "../store";
import { words } from "../words";

/** The place now, or null when the phone or its owner does not tell; waits at most ten seconds. */
export function placeNow(): Promise<CheckIn | null> {
  if (!("geolocation" in navigator) || !isSecureContext) return Promise.resolve(null);
  const asked = new Promise<CheckIn | null>((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lat: round(coords.latitude, 6),
          lon: round(coords.longitude, 6),
          accuracy_m: Math.round(coords.accuracy),
          crs: "wgs84",
        }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  });
  // some web views never call back
  return Promise.race([asked, pause(11_000).then(() => null)]);
}

function round(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}

/** 「09:32 到 · 误差 30 米内」, or that the place does not matter. */
export function arrivalWords(at: string, place: CheckIn | null): string {
  const time = new Date(at);
  const clock = `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
  return `${words.arrivedAt(clock)} · ${place ? words.accuracy(place.accuracy_m) : words.noPlace}`;
}
