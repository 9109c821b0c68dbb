import { tauriBackend } from './backend/tauri';
import { startPage } from './page';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/screens.css';
import './styles/card.css';

startPage(tauriBackend);
