import { tauriBackend } from './backend/tauri';
import { startPage } from './page';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/screens.css';
import './styles/card.css';
import './styles/card-tools.css';
import './styles/recents.css';
import './styles/accounts.css';
import './styles/settings.css';
import './styles/help.css';
import './styles/bulk.css';
import './styles/shield.css';

startPage(tauriBackend);
