namespace Semblance.Login;

/// <summary>What the names of PAM services say. Compiled into the PAM module and into the daemon, so that both agree.</summary>
internal static class LoginServices
{
    /// <summary>The service of <c>semblance login test</c>, which opens nothing.</summary>
    public const string Test = "semblance-test";

    /// <summary>Whether a service is from afar, without anybody there, or not a question of who it is: it gets no answer, however the module came into its file.</summary>
    public static bool IsNever(string service) => service is
        "sshd" or "ssh" or "dropbear" or "remote" or "telnet" or "rlogin" or "rsh" or "rexec" or "cockpit" or "webmin"
        or "xrdp-sesman" or "vnc" or "vncserver" or "tigervnc" or "x2go" or "nx" or "openvpn" or "ppp" or "ocserv" or "strongswan" or "charon"
        or "vsftpd" or "proftpd" or "pure-ftpd" or "ftp" or "samba" or "netatalk" or "cups" or "dovecot" or "imap" or "pop" or "pop3" or "smtp" or "sieve"
        or "apache2" or "httpd" or "nginx" or "squid" or "postgresql" or "mysql" or "mariadb" or "ejabberd"
        or "cron" or "crond" or "atd" or "systemd-user" or "runuser" or "runuser-l" or "other"
        or "passwd" or "chpasswd" or "newusers" or "chfn" or "chsh";

    /// <summary>Whether a service logs somebody in at the machine, before anybody has a session.</summary>
    public static bool IsGreeter(string service) => service is "login" or "gdm" or "gdm3" or "gdm-password" or "sddm" or "lightdm" or "lxdm" or "slim" or "xdm" or "greetd" or "ly";

    /// <summary>Whether a service unlocks a session that somebody has at the machine.</summary>
    public static bool IsLocker(string service) => service is
        "kde" or "kscreensaver" or "kscreenlocker" or "xscreensaver" or "gnome-screensaver" or "mate-screensaver" or "cinnamon-screensaver" or "xfce4-screensaver"
        or "light-locker" or "swaylock" or "hyprlock" or "gtklock" or "waylock" or "i3lock" or "slock" or "vlock" or "physlock";
}
