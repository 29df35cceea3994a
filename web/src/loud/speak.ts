import type { Severity } from '@ioc/shared/alarm'
import { isWorse } from '@ioc/shared/alarm-order'

interface Said {
  severity: Severity
  language: string
  delayS: number
}

/** The voice for a language, where this computer has one: words never leave it, so only local voices count. */
function voiceFor(language: string): SpeechSynthesisVoice | null {
  if (!('speechSynthesis' in window)) return null
  const voices = speechSynthesis.getVoices().filter(({ localService }) => localService)
  return voices.find(({ lang }) => lang.toLowerCase().replace('_', '-').startsWith(language)) ?? null
}

/** How severe what is being said is; null: nothing is said. */
let saying: Severity | null = null

/** Says a sentence after `delayS`; what was being said is dropped, unless it was worse. */
export function speak(sentence: string, { severity, language, delayS }: Said): void {
  const voice = voiceFor(language)
  if (!voice) return
  setTimeout(() => {
    if (speechSynthesis.speaking && saying !== null && isWorse(saying, severity)) return
    speechSynthesis.cancel()
    saying = severity
    const words = new SpeechSynthesisUtterance(sentence)
    words.voice = voice
    words.lang = voice.lang
    speechSynthesis.speak(words)
  }, delayS * 1_000)
}
