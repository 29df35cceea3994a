import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SEVERITIES } from '@ioc/shared/alarm'
import { AQI_BANDS } from '@ioc/shared/vn-aqi'
import { en } from '../i18n/en.js'
import { vi } from '../i18n/vi.js'
import { AQI_INK } from '../stations/aqi-ink.js'
import { BLINDNESSES, contrastOf, distanceOf } from './colour.js'
import { SHAPES } from './shapes.js'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
/** WCAG 2.2 AA: text, and what is not text. */
const READ = 4.5
const SEEN = 3
/** Two of this distance are told apart at a glance. */
const APART = 10

/** The colours after a selector, by their names. */
function tokensOf(selector: string): Record<string, string> {
  const from = css.indexOf(`${selector} {`)
  const block = css.slice(from, css.indexOf('}', from))
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name!, hex!]))
}
function pairs<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((one, index) => all.slice(index + 1).map((other): [T, T] => [one, other]))
}

it('knows what colours are to an eye', () => {
  expect(contrastOf('#ffffff', '#000000')).toBeCloseTo(21, 5)
  expect(contrastOf('#777', '#fff')).toBeCloseTo(4.48, 2)
  expect(distanceOf('#000000', '#ffffff')).toBeCloseTo(100, 1)
  // Red and green of the same brightness: apart for most, alike for who lacks the green receptors.
  expect(distanceOf('#a05a00', '#5a7d00')).toBeGreaterThan(40)
  expect(distanceOf('#a05a00', '#5a7d00', 'deuteranopia')).toBeLessThan(APART)
})

describe.each(['dark', 'light'])('the %s theme', (theme) => {
  const tokens = tokensOf(`[data-theme='${theme}']`)
  const on = (ground: string, ink: string) => contrastOf(tokens[ink]!, tokens[ground]!)

  it.each(['surface', 'raised', 'hover'])('is read on %s', (ground) => {
    const inks = ['text', 'text-2', 'text-3', 'accent', 'ok', 'forecast', 'silent', ...SEVERITIES]
    expect(inks.filter((ink) => on(ground, ink) < READ)).toEqual([])
  })

  it('is read on the colours of severities', () => {
    expect(SEVERITIES.filter((severity) => on(`${severity}-fill`, `on-${severity}`) < READ)).toEqual([])
  })

  it.each(['surface', 'land', 'land-2', 'sea'])('shows shapes on %s', (ground) => {
    expect(['normal', 'silent', ...SEVERITIES].filter((edge) => on(ground, edge) < SEEN)).toEqual([])
  })

  it.each([null, ...BLINDNESSES])('keeps severities apart, eyes: %s', (blindness) => {
    const alike = pairs(SEVERITIES).filter(
      ([one, other]) => distanceOf(tokens[`${one}-fill`]!, tokens[`${other}-fill`]!, blindness) < APART,
    )
    expect(alike).toEqual([])
  })

  it('gives the colours of VN_AQI and of disaster risk to nothing else', () => {
    const risks = Object.values(tokensOf(':root')).slice(0, 5)
    const ours = [...SEVERITIES.map((severity) => tokens[`${severity}-fill`]!), tokens['forecast']!]
    const official = AQI_BANDS.map(({ hex }) => hex as string)
    const alike = official
      .flatMap((one) => [...ours, ...risks].map((other) => [one, other] as const))
      .filter(([one, other]) => distanceOf(one, other) < APART)
    expect(alike).toEqual([])
    expect(risks.flatMap((one) => ours.filter((other) => distanceOf(one, other) < APART))).toEqual([])
  })
})

it('tells severities by shape as well', () => {
  const paths = SEVERITIES.map((severity) => SHAPES[severity].path)
  expect(new Set(paths).size).toBe(SEVERITIES.length)
})

it('says bands of VN_AQI in words that are read on their colours: some look alike to some eyes', () => {
  const alike = pairs(AQI_BANDS).filter(([one, other]) =>
    BLINDNESSES.some((blindness) => distanceOf(one.hex, other.hex, blindness) < 20),
  )
  expect(alike.length).toBeGreaterThan(0)
  expect(AQI_BANDS.filter(({ hex }, index) => contrastOf(hex, AQI_INK[index]!) < READ)).toEqual([])
  for (const language of ['vi', 'en'] as const)
    expect(new Set(AQI_BANDS.map((band) => band[language])).size).toBe(AQI_BANDS.length)
})

it('says levels of disaster risk in words that are read on their colours', () => {
  const tokens = tokensOf(':root')
  const levels = [1, 2, 3, 4, 5] as const
  const inkOf = (level: number) => tokens[level > 3 ? 'on-risk-deep' : 'on-risk']!
  expect(levels.filter((level) => contrastOf(tokens[`risk-${level}`]!, inkOf(level)) < READ)).toEqual([])
  for (const words of [vi, en]) expect(new Set(levels.map((level) => words.risk[level])).size).toBe(levels.length)
})
