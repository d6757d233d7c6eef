using Microsoft.Extensions.Options;

namespace Cocoon.Admin.Hosting;

internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    private const int HashBytes = 32;

    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var failures = new List<string>();
        if (!options.Registry.IsSet) failures.Add("The admin pages need the registry's address.");
        if (options.Session < TimeSpan.FromMinutes(5) || options.Session > TimeSpan.FromHours(12)) failures.Add("A session of the admin pages lasts 5 minutes to 12 hours.");
        if (options.MaxLive is < 1 or > 1_000) failures.Add("Live connections of the admin pages: 1 to 1000.");
        if (options.ExplorerLink is { } link && !IsLink(link)) failures.Add("The explorer link has to be an http(s) address with {hash} in it, such as https://explorer.example/tx/{hash}.");
        foreach (var account in options.Operators)
        {
            if (account.Name is not { Length: >= 1 and <= 64 }) failures.Add("Each operator needs a name of 1 to 64 characters.");
            if (account.KeyHash.Length != HashBytes) failures.Add($"The operator '{account.Name}' needs KeyHash: the SHA-256 of the key, 64 hex digits (docs/admin.md shows how to make one).");
        }
        if (options.Operators.DistinctBy(account => account.Name).Count() != options.Operators.Count) failures.Add("Two operators have the same name.");
        if (options.Operators.DistinctBy(account => account.KeyHash).Count() != options.Operators.Count) failures.Add("Two operators have the same key.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsLink(string link) => link.Contains("{hash}", StringComparison.Ordinal)
        && Uri.TryCreate(link.Replace("{hash}", "0", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
