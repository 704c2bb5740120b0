import { type FormServices, type OpenForms, showRunForm } from './run-forms';

/** Opens an empty form at the place where a line of `docker run` is pasted. */
export async function runLine(services: FormServices, forms: OpenForms): Promise<string | undefined> {
  const engine = await services.engine();
  const prefilled = {
    options: { image: '', command: [] },
    forgotten: [],
    kept: [],
    origin: 'Paste a line, or fill in the form.',
  };
  return showRunForm(services, forms, engine, { key: 'line', image: undefined, prefilled, focus: 'line' });
}
