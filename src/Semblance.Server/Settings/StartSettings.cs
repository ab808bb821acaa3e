namespace Semblance.Server.Settings;

/// <summary>What is set where the service is started, for administrators to see.</summary>
/// <param name="MaySpareLight">Whether somebody whom flashes may harm gets head turns instead of coloured light.</param>
/// <param name="Rotate">How frames of cameras are turned: auto, or degrees clockwise.</param>
/// <param name="Languages">The languages of the page.</param>
/// <param name="Programs">Programs that sign their users in here.</param>
internal sealed record StartSettings(bool MaySpareLight, string Rotate, IReadOnlyList<string> Languages, IReadOnlyList<ProgramView> Programs);

/// <summary>A program that signs its users in here; without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people are told who asks.</param>
/// <param name="RedirectUris">Where browsers may be sent back to.</param>
internal sealed record ProgramView(string Id, string Name, IReadOnlyList<string> RedirectUris);
