import { Marker } from 'maplibre-gl'
import { createFlatMap } from '../../map/flat-map.js'
import { mapStyle } from '../../map/map-style.js'
import { readPalette, readScale } from '../../map/palette.js'

export interface Place {
  lon: number
  lat: number
}

interface PlaceMapOptions {
  container: HTMLElement
  bounds: [number, number, number, number]
  basemap: readonly string[]
  areas: GeoJSON.FeatureCollection
  sea: string
  pin: HTMLElement
  onPlace(place: Place): void
}

/** The map of the province with one pin, which stands where a hand puts it. */
export async function openPlaceMap({ container, bounds, basemap, areas, sea, pin, onPlace }: PlaceMapOptions) {
  await document.fonts.load("500 48px 'Inter Variable'", 'aĐ')
  const map = createFlatMap({
    container,
    style: mapStyle({ palette: readPalette(), scale: readScale() }, { basemap, areas, sea }),
    bounds,
    fitBoundsOptions: { padding: 16 },
    maxZoom: 18,
  })
  map.getCanvas().style.cursor = 'crosshair'
  const marker = new Marker({ element: pin, anchor: 'bottom', draggable: true })
  const tell = ({ lng, lat }: { lng: number; lat: number }) => onPlace({ lon: lng, lat })
  marker.on('dragend', () => tell(marker.getLngLat()))
  map.on('click', ({ lngLat }) => tell(lngLat))
  let isSet = false

  return {
    ready: () => map.once('idle'),
    /** Puts the pin there; the first time the map goes there too. */
    set(place: Place | null) {
      if (!place) return void marker.remove()
      marker.setLngLat([place.lon, place.lat]).addTo(map)
      if (!isSet && !map.getBounds().contains([place.lon, place.lat])) map.jumpTo({ center: [place.lon, place.lat] })
      isSet = true
    },
    goTo: (place: Place) => map.jumpTo({ center: [place.lon, place.lat], zoom: 11 }),
    close: () => map.remove(),
  }
}
