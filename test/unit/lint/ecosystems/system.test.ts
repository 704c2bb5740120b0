import { checkRecognised } from './support';

describe('commands of system package managers', () => {
  it('apt', () =>
    checkRecognised({
      'apt-get update': 'apt system-update',
      'apt-get update -qq': 'apt system-update [apt-get update]',
      'apt-get install -y curl git=1:2.* $BUILD_DEPS':
        'apt system-install [apt-get install] packages=curl,git=1:2.*,$BUILD_DEPS',
      'apt-get install -y curl/sid': 'apt system-install [apt-get install] packages=curl/sid',
      'apt install -y --no-install-recommends curl': 'apt system-install [apt install] packages=curl',
      'apt-get -y -o Dpkg::Options::=--force-confold -t sid install curl':
        'apt system-install [apt-get -y -o Dpkg::Options::=--force-confold -t sid install] packages=curl',
      'apt-get install -f': 'apt system-install [apt-get install]',
      'apt-get install -y ./x.deb curl': 'apt system-install [apt-get install] packages=curl local=./x.deb',
      'apt-get install -y /tmp/*.deb': 'apt system-install [apt-get install] local=/tmp/*.deb',
      'apt-get build-dep -y x': 'apt system-install [apt-get build-dep] packages=x',
      'apt-get upgrade -y': 'apt system-upgrade [apt-get upgrade]',
      'apt-get dist-upgrade': 'apt system-upgrade',
      'apt-get upgrade -y openssl': 'apt system-upgrade [apt-get upgrade] packages=openssl',
      'apt-get clean': 'apt system-clean',
      'apt-get dist-clean': 'apt system-clean',
      'apt-get purge -y gcc': 'apt system-remove [apt-get purge] packages=gcc',
      'rm -rf /var/lib/apt/lists/* /tmp/*': 'apt system-clean [rm -rf /var/lib/apt/lists/*]',
      'rm -rf "/var/lib/apt/lists/"*': 'apt system-clean',
      'rm -rf /tmp/x': '-',
      'dpkg -i x.deb': 'apt system-install [dpkg -i] local=x.deb',
      'dpkg --print-architecture': '-',
      'sudo apt-get install -y curl': 'apt system-install [apt-get install] packages=curl',
      'xx-apt install -y gcc': 'apt system-install [xx-apt install] packages=gcc',
      'echo "apt-get install x"': '-',
    }));

  it('apk', () =>
    checkRecognised({
      'apk add --no-cache curl': 'apk system-install [apk add] packages=curl',
      'apk --no-cache add -t .deps gcc make': 'apk system-install [apk --no-cache add] packages=gcc,make',
      'apk add --virtual .deps gcc': 'apk system-install [apk add] packages=gcc',
      'apk add --allow-untrusted ./x.apk': 'apk system-install [apk add] local=./x.apk',
      'apk update': 'apk system-update',
      'apk upgrade': 'apk system-upgrade',
      'apk upgrade openssl': 'apk system-upgrade [apk upgrade] packages=openssl',
      'apk del .deps': 'apk system-remove [apk del] packages=.deps',
      'apk info': '-',
      'rm -rf /var/cache/apk/*': 'apk system-clean',
    }));

  it('dnf, yum and rpm', () =>
    checkRecognised({
      'dnf install -y gcc': 'dnf system-install [dnf install] packages=gcc',
      'dnf -y --setopt=install_weak_deps=False install gcc':
        'dnf system-install [dnf -y --setopt=install_weak_deps=False install] packages=gcc',
      'yum groupinstall -y "Development Tools"': 'dnf system-install [yum groupinstall] packages=Development Tools',
      'dnf group install -y x': 'dnf system-install [dnf group install] packages=x',
      'microdnf update': 'dnf system-upgrade',
      'yum update -y openssl': 'dnf system-upgrade [yum update] packages=openssl',
      'dnf clean all': 'dnf system-clean [dnf clean]',
      'yum install -y https://x/y.rpm': 'dnf system-install [yum install] packages=https://x/y.rpm',
      'yum localinstall -y ./x.rpm': 'dnf system-install [yum localinstall] local=./x.rpm',
      'rpm -ivh https://x/y.rpm': 'dnf system-install [rpm -ivh] packages=https://x/y.rpm',
      'rpm -q x': '-',
      'rm -rf /var/cache/dnf': 'dnf system-clean',
    }));

  it('zypper', () =>
    checkRecognised({
      'zypper -n in --no-recommends gcc': 'zypper system-install [zypper -n in] packages=gcc',
      'zypper --non-interactive refresh': 'zypper system-update',
      'zypper dup -y': 'zypper system-upgrade [zypper dup]',
      'zypper clean -a': 'zypper system-clean [zypper clean]',
    }));

  it('pacman', () =>
    checkRecognised({
      'pacman -Syu --noconfirm': 'pacman system-upgrade [pacman -Syu]',
      'pacman -S --noconfirm gcc': 'pacman system-install [pacman -S] packages=gcc',
      'pacman -Syu --noconfirm gcc': 'pacman system-install [pacman -Syu] packages=gcc',
      'pacman -Sy': 'pacman system-update',
      'pacman -Scc --noconfirm': 'pacman system-clean [pacman -Scc]',
      'pacman -U --noconfirm ./x.pkg.tar.zst': 'pacman system-install [pacman -U] local=./x.pkg.tar.zst',
      'pacman -Rns gcc': 'pacman system-remove [pacman -Rns] packages=gcc',
      'pacman -Ss gcc': '-',
    }));
});
