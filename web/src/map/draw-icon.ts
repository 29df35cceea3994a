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

/** Paints the picture of a marker, named `standing.phase.kind.live|silent[.foretold]`. */
export function drawIcon(name: string, palette: Palette, pixelsPerCss: number): ImageData {
  const { standing, phase, kind, presence, foretold } = parseIcon(name)
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
  if (loud) paintLoud(pen, shape, { tone, palette, phase, foretold })
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
  { tone, palette, phase, foretold }: { tone: string; palette: Palette; phase: string; foretold: boolean },
): void {
  // Nobody has it yet: a wide halo of its own colour. Something is foretold: a rim of the colour of forecasts.
  if (phase === 'open') rim(tone, 11, 0.3)
  if (phase === 'expected' || foretold) rim(palette.forecast, 8, 0.85)
  rim(palette.halo, 4)
  const isHollow = phase === 'returned' || phase === 'expected'
  pen.fillStyle = isHollow ? palette.surface : tone
  pen.strokeStyle = tone
  pen.lineWidth = isHollow ? 2.4 : 1.4
  pen.fill(shape)
  pen.setLineDash(phase === 'expected' ? [3, 3.2] : [])
  pen.stroke(shape)
  pen.setLineDash([])

  function rim(colour: string, width: number, alpha = 1) {
    pen.globalAlpha = alpha
    pen.strokeStyle = colour
    pen.lineWidth = width
    pen.stroke(shape)
    pen.globalAlpha = 1
  }
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
  if (phase === 'expected') return { tone: palette[standing], on: palette.forecast }
  return { tone: palette[`${standing}-fill`], on: palette[`on-${standing}`] }
}

function parseIcon(name: string) {
  const [named, phase = '', kind = '', presence = '', more] = name.split('.')
  const standing: Standing = STANDINGS.find((known) => known === named) ?? 'normal'
  return { standing, phase, kind, presence, foretold: more === 'foretold' }
}

function traced(line: string): Path2D {
  return new Path2D(line)
}
