import { GLYPHS, SHAPES } from '../design/shapes.js'
import { isQuiet, STANDINGS, type Standing } from '../stations/standing.js'
import type { Palette } from './palette.js'

/** Side of the shape on a desk, in CSS pixels: what is worse is larger. */
const SIZE: Record<Standing, number> = {
  critical: 27,
  high: 26,
  medium: 21,
  low: 21,
  silent: 17,
  waiting: 15,
  normal: 15,
}
/** Room around the box of 24 for a halo. */
const MARGIN = 5.5

/** In a map of what is expected: of this station nothing is. */
const QUESTION = { path: 'M6.5 8a5.5 5.5 0 1 1 8 4.9c-1.7.9-2.5 1.8-2.5 3.6M12 21.2v.3', solid: false }

/** Paints the picture of a marker, named `standing.phase.kind.live|silent`. */
export function drawIcon(name: string, palette: Palette, pixelsPerCss: number): ImageData {
  const [standing, phase, kind, presence] = parseIcon(name)
  const unit = (SIZE[standing] * pixelsPerCss) / 24
  const side = Math.ceil((24 + 2 * MARGIN) * unit)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser gives no 2d canvas')
  pen.setTransform(unit, 0, 0, unit, MARGIN * unit, MARGIN * unit)
  pen.lineJoin = pen.lineCap = 'round'

  const { path, glyph } = SHAPES[standing]
  const shape = new Path2D(path)
  const { tone, on } = tones(standing, phase, palette)
  const loud = !isQuiet(standing)
  if (loud) paintLoud(pen, shape, { tone, palette, phase })
  else paintQuiet(pen, shape, { tone, palette, dashed: standing === 'silent' })
  if (loud && presence === 'silent') paintCutOff(pen, palette)

  pen.translate(glyph.x, glyph.y)
  pen.scale(glyph.scale, glyph.scale)
  pen.translate(-12, -12)
  const isUnknown = phase === 'expected' && standing === 'silent'
  const { path: line, solid } = (isUnknown ? QUESTION : GLYPHS[kind]) ?? { path: '', solid: false }
  pen.strokeStyle = pen.fillStyle = on
  pen.lineWidth = solid ? 1 : 3.2
  const inside = traced(line)
  pen.stroke(inside)
  if (solid) pen.fill(inside)
  return pen.getImageData(0, 0, side, side)
}

function paintLoud(
  pen: CanvasRenderingContext2D,
  shape: Path2D,
  { tone, palette, phase }: { tone: string; palette: Palette; phase: string },
): void {
  // Nobody has it yet: a wide halo of its own colour. It has not happened yet: one of the colour of forecasts.
  if (phase === 'open' || phase === 'expected') {
    pen.globalAlpha = phase === 'open' ? 0.3 : 0.75
    pen.strokeStyle = phase === 'open' ? tone : palette.forecast
    pen.lineWidth = 11
    pen.stroke(shape)
    pen.globalAlpha = 1
  }
  pen.strokeStyle = palette.halo
  pen.lineWidth = 4
  pen.stroke(shape)
  pen.fillStyle = phase === 'returned' ? palette.surface : tone
  pen.strokeStyle = tone
  pen.lineWidth = phase === 'returned' ? 2.4 : 1.4
  pen.fill(shape)
  pen.stroke(shape)
}

function paintQuiet(
  pen: CanvasRenderingContext2D,
  shape: Path2D,
  { tone, palette, dashed }: { tone: string; palette: Palette; dashed: boolean },
): void {
  pen.fillStyle = palette['land-2']
  pen.fill(shape)
  pen.strokeStyle = tone
  pen.lineWidth = dashed ? 2.2 : 1.6
  pen.setLineDash(dashed ? [3, 3.6] : [])
  pen.stroke(shape)
  pen.setLineDash([])
}

function paintCutOff(pen: CanvasRenderingContext2D, palette: Palette): void {
  pen.strokeStyle = palette.text
  pen.lineWidth = 1.5
  pen.setLineDash([3, 3.4])
  pen.beginPath()
  pen.arc(12, 12, 15.5, 0, 2 * Math.PI)
  pen.stroke()
  pen.setLineDash([])
}

function tones(standing: Standing, phase: string, palette: Palette): { tone: string; on: string } {
  if (standing === 'normal' && phase === 'expected') return { tone: palette.forecast, on: palette.forecast }
  if (standing === 'normal') return { tone: palette.normal, on: palette.normal }
  if (standing === 'silent' || standing === 'waiting') return { tone: palette.silent, on: palette.silent }
  // An outline alone needs the stronger ink.
  if (phase === 'returned') return { tone: palette[standing], on: palette[standing] }
  return { tone: palette[`${standing}-fill`], on: palette[`on-${standing}`] }
}

function parseIcon(name: string): [Standing, string, string, string] {
  const [standing = '', phase = '', kind = '', presence = ''] = name.split('.')
  return [STANDINGS.find((known) => known === standing) ?? 'normal', phase, kind, presence]
}

function traced(line: string): Path2D {
  return new Path2D(line)
}
