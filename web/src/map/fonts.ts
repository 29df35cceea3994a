import type { LayerSpecification } from 'maplibre-gl'

/** The first name gives the weight; the second is the font of the page. */
export const REGULAR = ['Inter Medium', 'Inter Variable']
export const STRONG = ['Inter Semibold', 'Inter Variable']

export type SymbolLayout = NonNullable<Extract<LayerSpecification, { type: 'symbol' }>['layout']>
