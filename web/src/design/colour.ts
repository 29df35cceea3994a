/** Red, green and blue of a screen, each 0 to 1. */
type Rgb = readonly [red: number, green: number, blue: number]

/** The commonest ways of not telling colours apart: without the red, and without the green receptors. */
export const BLINDNESSES = ['protanopia', 'deuteranopia'] as const
export type Blindness = (typeof BLINDNESSES)[number]

/** Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1. */
const SEEN: Record<Blindness, readonly number[]> = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
}
/** sRGB to XYZ, and the white that both are seen against (D65). */
const TO_XYZ = [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.072175, 0.0193339, 0.119192, 0.9503041]
const WHITE: Rgb = [0.95047, 1, 1.08883]

/** WCAG 2.2: how much brighter one of two colours (`#rrggbb` or `#rgb`) is than the other, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [dark, bright] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (bright! + 0.05) / (dark! + 0.05)
}

/**
 * How far apart two colours (`#rrggbb` or `#rgb`) look: CIE 1976, in which 2 is just seen and 10 is seen at a glance.
 *
 * With a blindness, as somebody sees them who has it.
 */
export function distanceOf(one: string, other: string, blindness: Blindness | null = null): number {
  const [a, b] = [labOf(one, blindness), labOf(other, blindness)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

function luminanceOf(hex: string): number {
  const [red, green, blue] = linearOf(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function labOf(hex: string, blindness: Blindness | null): Rgb {
  const seen = blindness ? times(SEEN[blindness], linearOf(hex)) : linearOf(hex)
  const [x, y, z] = times(TO_XYZ, seen.map((part) => Math.min(1, Math.max(0, part))) as unknown as Rgb)
  const [fx, fy, fz] = [rootOf(x / WHITE[0]), rootOf(y / WHITE[1]), rootOf(z / WHITE[2])]
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
}

function rootOf(share: number): number {
  return share > 216 / 24_389 ? Math.cbrt(share) : (share * 24_389) / 27 / 116 + 16 / 116
}

function linearOf(hex: string): Rgb {
  const whole = hex.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3')
  return [1, 3, 5].map((from) => {
    const part = Number.parseInt(whole.slice(from, from + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
}

function times(matrix: readonly number[], [a, b, c]: Rgb): Rgb {
  return [0, 3, 6].map((row) => matrix[row]! * a + matrix[row + 1]! * b + matrix[row + 2]! * c) as unknown as Rgb
}
