using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Accounts;

/// <summary>The keys of the caller's account. A key without limits of its own may make, change and revoke any of them.</summary>
internal sealed class KeysEndpoint(Authenticator authenticator, IGrainFactory grains, IEntropy entropy)
{
    private const string KeyForm = "A new key needs {\"name\": text of 1 to 64 characters}, and if wanted \"scope\": an object with any of models, least_tier, daily_spend_nano, requests_per_minute, tokens_per_minute, concurrency, origins and expires_at.";
    private const string ScopeForm = "Limits are {\"scope\": null} for none, or an object with any of models, least_tier, daily_spend_nano, requests_per_minute, tokens_per_minute, concurrency, origins and expires_at.";
    private const string RotationForm = "A rotation takes {\"grace_seconds\": 0 to 2592000}, for how long the old key stays valid; {} is an hour.";
    private const int DefaultGraceSeconds = 3_600;

    public async Task List(HttpContext http)
    {
        var caller = await authenticator.Owner(http);
        await AccountJson.Write(http, new { Object = "list", Data = (await grains.Account(caller.Account).KeyViews()).ConvertAll(key => KeyAnswer.Of(key)) });
    }

    /// <summary>Makes a key and shows it, this once.</summary>
    public async Task Add(HttpContext http)
    {
        var caller = await authenticator.Owner(http);
        var (name, scope) = await ReadKey(http);
        var key = ApiKey.New(caller.Account, entropy);
        await grains.Account(caller.Account).CreateKey(key.Id, name, key.SecretHash, scope);
        await Show(http, caller.Account, key.Id, key);
    }

    /// <summary>Gives a key another secret and shows that, this once.</summary>
    public async Task Rotate(HttpContext http)
    {
        var (account, id) = await Own(http);
        var posted = await AccountJson.Read<PostedRotation>(http, rotation => rotation.GraceSeconds is null or (>= 0 and <= 2_592_000), RotationForm, "key_malformed", "grace_seconds");
        var key = ApiKey.New(account, entropy);
        await grains.Account(account).RotateKey(id, key.SecretHash, TimeSpan.FromSeconds(posted.GraceSeconds ?? DefaultGraceSeconds));
        await Show(http, account, id, key);
    }

    public async Task SetScope(HttpContext http)
    {
        var (account, id) = await Own(http);
        var posted = await AccountJson.Read<PostedLimits>(http, _ => true, ScopeForm, "key_malformed", "scope");
        await grains.Account(account).SetScope(id, posted.Scope?.ToScope());
        await Show(http, account, id);
    }

    public async Task Revoke(HttpContext http)
    {
        var (account, id) = await Own(http);
        await grains.Account(account).RevokeKey(id);
        await Show(http, account, id);
    }

    /// <summary>The name and limits of a key that somebody wants.</summary>
    internal static async Task<(string Name, KeyScope? Scope)> ReadKey(HttpContext http)
    {
        var posted = await AccountJson.Read<PostedKey>(http, key => key.IsWhole, KeyForm, "key_malformed", "name");
        return (posted.Name!, posted.Scope?.ToScope());
    }

    /// <summary>The key of the path, if it is one of the caller's account.</summary>
    private async Task<(AccountAddress Account, string Id)> Own(HttpContext http)
    {
        var caller = await authenticator.Owner(http);
        var id = (string?)http.Request.RouteValues["id"] ?? "";
        return (await grains.Account(caller.Account).Keys()).Exists(key => key.Id == id)
            ? (caller.Account, id)
            : throw new ApiException(404, ErrorTypes.InvalidRequest, "key_not_found", "This account has no such key.");
    }

    private async Task Show(HttpContext http, AccountAddress account, string id, ApiKey? secret = null)
    {
        var view = (await grains.Account(account).KeyViews()).Find(key => key.Id == id)!;
        await AccountJson.Write(http, KeyAnswer.Of(view, secret));
    }

    private sealed record PostedRotation(int? GraceSeconds = null);

    private sealed record PostedLimits(PostedScope? Scope);
}
