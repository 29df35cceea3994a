import type { Palette } from './palette.js'

/** Side of the piece that is repeated, CSS pixels. */
const SIDE = 9

/** Paints the hatching of what gives no signal: thin lines that lean, a piece that fits its neighbours. */
export function drawHatch(palette: Palette, pixelsPerCss: number): ImageData {
  const side = Math.round(SIDE * pixelsPerCss)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser gives no 2d canvas')
  pen.strokeStyle = palette.silent
  pen.globalAlpha = 0.45
  pen.lineWidth = pixelsPerCss
  // The corners are parts of the lines of the pieces beside it.
  for (const shift of [-side, 0, side]) {
    pen.beginPath()
    pen.moveTo(shift - 1, side + 1)
    pen.lineTo(shift + side + 1, -1)
    pen.stroke()
  }
  return pen.getImageData(0, 0, side, side)
}
