/** The voice for a language, where this computer has one: words never leave it, so only local voices count. */
function voiceFor(language: string): SpeechSynthesisVoice | null {
  if (!('speechSynthesis' in window)) return null
  const voices = speechSynthesis.getVoices().filter(({ localService }) => localService)
  return voices.find(({ lang }) => lang.toLowerCase().replace('_', '-').startsWith(language)) ?? null
}

/** Says a sentence after `delayS`; what was being said and is older is dropped: the newest matters. */
export function speak(sentence: string, language: string, delayS: number): void {
  const voice = voiceFor(language)
  if (!voice) return
  setTimeout(() => {
    speechSynthesis.cancel()
    const words = new SpeechSynthesisUtterance(sentence)
    words.voice = voice
    words.lang = voice.lang
    speechSynthesis.speak(words)
  }, delayS * 1_000)
}
