import { REJECTION_REASONS } from '@ioc/shared/observation'
import { describe, expect, it } from 'vitest'
import { codeWord } from '../i18n/code-word.js'
import { en } from '../i18n/en.js'
import { vi } from '../i18n/vi.js'
import { clockFault, payloadBytes, payloadText, rejectedBy } from './ledger-facts.js'

const shown = (bytes: string | number[], most: number) =>
  payloadText(payloadBytes(Buffer.from(bytes as string).toString('base64')), most)

describe('what the ledger of a station tells', () => {
  it.each([
    [null, null],
    [0, null],
    [4_900, null],
    [-5_000, null],
    [-120_000, { way: 'fast', ms: 120_000 }],
    [6_000, { way: 'slow', ms: 6_000 }],
  ])('a clock that is off by %s', (clockOffsetMs, fault) => {
    expect(clockFault({ clockOffsetMs })).toEqual(fault)
  })

  it('names reasons, most first, each in both languages', () => {
    expect(rejectedBy({ rejected: { 'time.future': 2, 'property.unknown': 9 } }).map(({ n }) => n)).toEqual([9, 2])
    const words = REJECTION_REASONS.map(codeWord)
    expect(Object.keys(vi.rejection)).toEqual(expect.arrayContaining(words))
    expect(Object.keys(en.rejection)).toEqual(expect.arrayContaining(words))
  })

  it('shows a payload as text, or its bytes where it is none, and not all of a long one', () => {
    expect(shown('{"a": "ệ"}', 100)).toBe('{"a": "ệ"}')
    expect(shown([0x9f, 0x00, 0xff], 100)).toBe('9f 00 ff')
    expect(shown('abcdef', 3)).toBe('abc…')
    expect(shown('aaệ', 4)).toBe('aa…')
  })
})
