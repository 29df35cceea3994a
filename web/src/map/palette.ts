const TOKENS = [
  'sea',
  'land',
  'land-2',
  'land-3',
  'edge',
  'edge-2',
  'road',
  'river',
  'map-text',
  'text',
  'text-2',
  'accent',
  'forecast',
  'rain-1',
  'rain-2',
  'rain-3',
  'rain-4',
  'rain-5',
  'halo',
  'normal',
  'silent',
  'surface',
  'critical',
  'high',
  'medium',
  'low',
  'critical-fill',
  'high-fill',
  'medium-fill',
  'low-fill',
  'on-critical',
  'on-high',
  'on-medium',
  'on-low',
] as const

export type Palette = Record<(typeof TOKENS)[number], string>

/** The map and the charts paint on canvases: they read the tokens of the theme instead of inheriting them. */
export function readPalette(element: Element = document.documentElement): Palette {
  const style = getComputedStyle(element)
  return Object.fromEntries(TOKENS.map((token) => [token, style.getPropertyValue(`--${token}`).trim()])) as Palette
}

/** How much larger than on a desk things are drawn here. */
export function readScale(): number {
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
  // A phone's map is small: its marks must not fill it.
  return innerWidth <= 820 ? scale * 0.86 : scale
}
