using System.Text.Json;
using Cocoon.Silo.Settings;

namespace Cocoon.Cli.Providers;

/// <summary>A provider that has joined, and its market's gateway, asked with its own key.</summary>
internal sealed class OwnProvider(ProviderFolder folder) : IDisposable
{
    private readonly ProviderHttp _http = new(folder.Joined().Gateway, ReadKey(folder));

    public JoinNotes Notes { get; } = folder.Joined();

    public Task<JsonElement> Get(string path, CancellationToken cancellationToken) => _http.Ask<JsonElement>(HttpMethod.Get, $"cocoon/v1/provider{path}", null, cancellationToken);

    public Task<JsonElement> Post(string path, CancellationToken cancellationToken) => _http.Ask<JsonElement>(HttpMethod.Post, $"cocoon/v1/provider{path}", null, cancellationToken);

    public Task<JsonElement> Put(string path, object? body, CancellationToken cancellationToken) => _http.Ask<JsonElement>(HttpMethod.Put, $"cocoon/v1/provider{path}", body, cancellationToken);

    public static string ReadKey(ProviderFolder folder) => KeyFile.WhyNotSecret("The API key", folder.ApiKeyFile) is { } why
        ? throw new CliException($"{why} `cocoon provider join` makes another one.")
        : KeyFile.ReadSecret(folder.ApiKeyFile);

    public void Dispose() => _http.Dispose();
}
