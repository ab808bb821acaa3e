using System.Runtime.InteropServices;

namespace Semblance.Login.Pam;

/// <summary>
/// The entry points of pam_semblance.so. It says yes (PAM_SUCCESS) only where the login daemon recognised the user; everything else, every error included, lets the next
/// module go on: PAM_IGNORE where the face was not asked for, PAM_AUTHINFO_UNAVAIL where it gave no yes. It holds no secrets, and nothing escapes from it as an exception. The
/// runtime in it has a thread that finalizes objects; the module starts none.
/// </summary>
internal static unsafe class PamModule
{
    private const int Silent = 0x8000;

    /// <summary>Recognises the user.</summary>
    [UnmanagedCallersOnly(EntryPoint = "pam_sm_authenticate")]
    public static int Authenticate(nint handle, int flags, int count, byte** arguments)
    {
        try
        {
            return (int)Ask(handle, (flags & Silent) != 0, count, arguments);
        }
        catch (Exception)
        {
            return (int)PamResult.AuthInfoUnavailable;
        }
    }

    /// <summary>There is nothing to set: the password's module does it.</summary>
    [UnmanagedCallersOnly(EntryPoint = "pam_sm_setcred")]
    public static int SetCredentials(nint handle, int flags, int count, byte** arguments) => (int)PamResult.Success;

    private static PamResult Ask(nint handle, bool isSilent, int count, byte** arguments)
    {
        var conversation = new Conversation(handle, isSilent);
        if (ModuleArguments.Parse(count, arguments, out string fault) is not { } settings)
        {
            conversation.Error($"pam_semblance: {fault}");
            return PamResult.AuthInfoUnavailable;
        }
        byte* user;
        if (Native.GetUser(handle, &user, null) != (int)PamResult.Success || Marshal.PtrToStringUTF8((nint)user) is not { } name || !LoginFrame.IsName(name))
            return PamResult.Ignore;
        string? service = Native.Item(handle, Native.Service);
        if (service is null || !LoginFrame.IsName(service) || !Asker.Is(handle, name))
            return PamResult.Ignore;
        bool isHere = !settings.NeedsSeat || new Seat().IsHere(service, Native.Item(handle, Native.Terminal), Native.Item(handle, Native.RemoteHost));
        return isHere ? DaemonCall.Ask(settings, conversation, service, name) : PamResult.Ignore;
    }
}

/// <summary>The results of PAM that the module gives.</summary>
internal enum PamResult
{
    Success = 0,
    AuthInfoUnavailable = 9,
    Ignore = 25,
}
