// mocha loads TypeScript through hooks of require; what the code imports on first use needs those of import as well.
import 'tsx';
