import { SHAPES } from '../design/shapes.js'
import { isQuiet, STANDINGS, type Standing } from '../stations/standing.js'
import type { Palette } from './palette.js'
import type { Ring } from './plan-scene.js'

/** Radius on a desk, CSS pixels, from so many stations on. */
const RADII = [
  [1_000, 25],
  [100, 21],
  [10, 18],
  [0, 15],
] as const
const BAND = 4.5
/** Room for the mark of the worst, which stands over the edge. */
const MARGIN = 7
/** A share this small would not be seen, and one critical station among thousands must be. */
const LEAST_SHARE = 0.04

/** Paints a ring: its parts are how many stand how, worst first from the top; in it their number; on its edge the worst. */
export function drawRing({ total, standings }: Ring, palette: Palette, pixelsPerCss: number): ImageData {
  const radius = RADII.find(([from]) => total >= from)?.[1] ?? 15
  const side = Math.ceil(2 * (radius + MARGIN) * pixelsPerCss)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser gives no 2d canvas')
  pen.setTransform(pixelsPerCss, 0, 0, pixelsPerCss, side / 2, side / 2)

  pen.fillStyle = palette.surface
  pen.beginPath()
  pen.arc(0, 0, radius + 1.5, 0, 2 * Math.PI)
  pen.fill()
  pen.lineWidth = BAND
  let from = -Math.PI / 2
  for (const { standing, share } of sharesOf(standings, total)) {
    const to = from + share * 2 * Math.PI
    pen.strokeStyle = toneOf(standing, palette)
    pen.setLineDash(standing === 'silent' ? [2, 2] : standing === 'waiting' ? [1, 3] : [])
    pen.beginPath()
    pen.arc(0, 0, radius - BAND / 2, from, to)
    pen.stroke()
    from = to
  }
  pen.setLineDash([])

  pen.fillStyle = palette.text
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.font = `600 ${total >= 10_000 ? 11 : 12}px 'Inter Variable'`
  pen.fillText(String(total), 0, 0.5)

  const worst = STANDINGS.find((standing) => standings[standing] > 0)
  if (worst && !isQuiet(worst))
    paintWorst(pen, worst, { shape: new Path2D(SHAPES[worst].path), radius, count: standings[worst], palette })
  return pen.getImageData(0, 0, side, side)
}

function paintWorst(
  pen: CanvasRenderingContext2D,
  standing: Exclude<Standing, 'silent' | 'waiting' | 'normal'>,
  { shape, radius, count, palette }: { shape: Path2D; radius: number; count: number; palette: Palette },
): void {
  const { glyph } = SHAPES[standing]
  const scale = 0.68
  const out = (radius - 1) * Math.SQRT1_2
  pen.save()
  pen.translate(out - 12 * scale, -out - 12 * scale)
  pen.scale(scale, scale)
  pen.lineJoin = 'round'
  pen.lineWidth = 4
  pen.strokeStyle = palette.halo
  pen.stroke(shape)
  pen.fillStyle = palette[`${standing}-fill`]
  pen.fill(shape)
  pen.fillStyle = palette[`on-${standing}`]
  pen.font = `700 ${count > 9 ? 11 : 13}px 'Inter Variable'`
  pen.fillText(count > 99 ? '99+' : String(count), glyph.x, glyph.y + 0.5)
  pen.restore()
}

function sharesOf(standings: Ring['standings'], total: number): { standing: Standing; share: number }[] {
  const parts = STANDINGS.flatMap((standing) => {
    const count = standings[standing]
    return count === 0 ? [] : [{ standing, share: Math.max(LEAST_SHARE, count / total) }]
  })
  const sum = parts.reduce((all, { share }) => all + share, 0)
  return parts.map(({ standing, share }) => ({ standing, share: share / sum }))
}

function toneOf(standing: Standing, palette: Palette): string {
  if (standing === 'waiting') return palette.silent
  return isQuiet(standing) ? palette[standing] : palette[`${standing}-fill`]
}
