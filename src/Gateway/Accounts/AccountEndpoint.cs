using System.Collections.Immutable;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Accounts;

/// <summary>The caller's account: its channels and keys. Any valid key of the account may make and revoke keys.</summary>
internal sealed class AccountEndpoint(Authenticator authenticator, IGrainFactory grains, IEntropy entropy)
{
    private const int MaxBodyBytes = 1024;
    private const int MaxNameLength = 64;

    public async Task View(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var keys = await grains.Account(caller.Account).Keys();
        await Write(http, new AccountAnswer(caller.Account, caller.Channels, [.. keys.Select(key => new KeyAnswer(key.Id, key.Name, key.CreatedAt, key.RevokedAt, null))]));
    }

    /// <summary>Makes a key and shows it, this once.</summary>
    public async Task AddKey(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var name = await ReadName(http);
        var key = ApiKey.New(caller.Account, entropy);
        await grains.Account(caller.Account).AddKey(key.Id, name, key.SecretHash);
        var stored = (await grains.Account(caller.Account).Keys()).Find(known => known.Id == key.Id)!;
        await Write(http, new KeyAnswer(key.Id, name, stored.CreatedAt, null, key.Reveal()));
    }

    public async Task RevokeKey(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var id = (string?)http.Request.RouteValues["id"] ?? "";
        var keys = await grains.Account(caller.Account).Keys();
        if (!keys.Exists(key => key.Id == id)) throw new ApiException(404, ErrorTypes.InvalidRequest, "key_not_found", "This account has no such key.");
        await grains.Account(caller.Account).RevokeKey(id);
        await View(http);
    }

    internal static async Task<string> ReadName(HttpContext http)
    {
        try
        {
            var posted = JsonSerializer.Deserialize<PostedName>(await RequestBody.Read(http, MaxBodyBytes), ReceiptJson.Options);
            if (posted is { Name: { Length: > 0 and <= MaxNameLength } name }) return name;
        }
        catch (JsonException)
        {
            // Falls through to the one explanation of the expected form.
        }
        throw ApiException.BadRequest($"A new key needs {{\"name\": text of 1 to {MaxNameLength} characters}}.", "name", "key_malformed");
    }

    private static Task Write<T>(HttpContext http, T value)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, ReceiptJson.Options, http.RequestAborted);
    }

    private sealed record PostedName(string? Name);

    private sealed record AccountAnswer(AccountAddress Account, ImmutableList<AccountAddress> Channels, ImmutableList<KeyAnswer> Keys);

    private sealed record KeyAnswer(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? Key);
}
