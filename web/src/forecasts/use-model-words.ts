import { useWords } from '../i18n/use-words.js'

/** How a forecasting model is called in plain words; one that is not known yet, by its own name. */
export function useModelWords() {
  const { t, te } = useWords()
  return (model: string) => (te(`forecast.model.${model}`) ? t(`forecast.model.${model}`) : model)
}
