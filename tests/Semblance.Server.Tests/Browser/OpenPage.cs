using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>
/// The service's page in a browser, watched: whatever it asks of another host, every error on its console and every breach of its content policy is kept, and
/// <see cref="DisposeAsync"/> fails the test with it.
/// </summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private static readonly float s_patience = 60_000;
    private readonly List<string> _breaches = [];
    private readonly IBrowserContext _context;
    private readonly Uri _service;

    private OpenPage(IBrowserContext context, IPage page, Uri service) => (_context, Page, _service) = (context, page, service);

    public IPage Page { get; }

    /// <summary>The level-one heading.</summary>
    public ILocator Heading => Page.Locator("h1");

    /// <summary>The answer of a session.</summary>
    public ILocator Result => Page.Locator(".result");

    /// <summary>Statuses below 500 that the test provokes; the browser writes a line for each.</summary>
    public HashSet<int> Expected { get; } = [];

    /// <summary>Hosts and ports of other programs that the test leads the browser to.</summary>
    public HashSet<string> OtherPrograms { get; } = [];

    /// <summary>Opens the service's page.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="service">The service.</param>
    /// <param name="path">The page's address.</param>
    /// <param name="options">Size, colours and so on.</param>
    /// <param name="script">A script that runs before the page's own.</param>
    public static Task<OpenPage> AtAsync(IBrowser browser, RunningService service, string path = "/", BrowserNewContextOptions? options = null, string? script = null) =>
        AtAsync(browser, service.Address, path, options, script);

    /// <summary>The same for a service that lies elsewhere, such as behind a proxy; its address ends with a slash.</summary>
    public static async Task<OpenPage> AtAsync(IBrowser browser, Uri service, string path = "/", BrowserNewContextOptions? options = null, string? script = null, params string[] programs)
    {
        var context = await browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        if (script is not null)
            await context.AddInitScriptAsync(script);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(s_patience);
        var open = new OpenPage(context, page, service);
        open.OtherPrograms.UnionWith(programs);
        page.Request += (_, request) => open.Note(request.Url);
        page.WebSocket += (_, socket) => open.Note(socket.Url);
        page.PageError += (_, error) => open.Breach($"error: {error}");
        page.Console += (_, message) => open.Note(message);
        await open.GoAsync(path);
        return open;
    }

    /// <summary>Goes to an address of the page as if it were typed.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(_service, path.TrimStart('/')).ToString());
        await Heading.WaitForAsync();
    }

    /// <summary>Opens the page with a key.</summary>
    public async Task OpenWithAsync(string key)
    {
        await Page.GetByLabel("Key", new() { Exact = true }).FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        var opened = Page.GetByRole(AriaRole.Button, new() { Name = "Log out" });
        var refused = Page.GetByRole(AriaRole.Alert);
        await opened.Or(refused).First.WaitForAsync();
        if (await refused.CountAsync() > 0)
            Assert.Fail(await refused.InnerTextAsync());
    }

    /// <summary>Enrols whoever sits before the camera, with as many poses as they show.</summary>
    /// <returns>The outcome.</returns>
    public async Task<string> EnrolAsync(string name, bool keepPhotos = false)
    {
        await GoAsync("/enrol");
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("I agree").CheckAsync();
        if (keepPhotos)
            await Page.GetByLabel("Keep the pictures").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();
        // A click waits until the button can be used: the service says when what there is suffices.
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Finish") }).ClickAsync();
        return await OutcomeAsync();
    }

    /// <summary>Signs whoever sits before the camera in.</summary>
    /// <param name="name">Who they say they are; null: nobody.</param>
    /// <returns>The outcome.</returns>
    public async Task<string> SignInAsync(string? name)
    {
        await GoAsync("/");
        if (name is null)
            await Page.GetByLabel("Recognise me").CheckAsync();
        else
            await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        return await OutcomeAsync();
    }

    /// <summary>The outcome of the answer that is shown, or comes: a decision's, or TooManyTries.</summary>
    public async Task<string> OutcomeAsync()
    {
        await Result.WaitForAsync();
        return await Result.GetAttributeAsync("data-outcome") ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        lock (_breaches)
            Assert.Empty(_breaches);
    }

    private void Note(string url)
    {
        var uri = new Uri(url);
        bool isOwn = uri.Scheme is "blob" or "data" || (uri.Host == _service.Host && uri.Port == _service.Port) || OtherPrograms.Contains(uri.Authority);
        if (!isOwn)
            Breach($"asked for {url}");
    }

    private void Note(IConsoleMessage message)
    {
        bool isExpected = Expected.Any(status => message.Text.Contains($"status of {status} ", StringComparison.Ordinal));
        if (message.Type is "error" or "warning" && !isExpected)
            Breach($"{message.Type}: {message.Text}");
    }

    private void Breach(string what)
    {
        lock (_breaches)
            _breaches.Add(what);
    }
}
