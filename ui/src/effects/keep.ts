import type { Answer, Backend } from '../backend';
import type { Chosen } from '../events';
import type { SettingsView } from '../generated/SettingsView';

/** Keeps a choice. `null`: it cannot be kept. */
export function keep(backend: Backend, chosen: Chosen): Promise<Answer<SettingsView | null>> {
  switch (chosen.set) {
    case 'theme':
      return backend.setTheme(chosen.to);
    case 'textSize':
      return backend.setTextSize(chosen.to);
    case 'rememberNames':
      return backend.setRememberNames(chosen.to);
    case 'quietHours':
      return backend.setQuietHours(chosen.to.begin, chosen.to.end);
    case 'highlevelHost':
      return backend.setHighlevelHost(chosen.to);
  }
}
