using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Cocoon.Silo.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Silo.Operations;

/// <summary>Knows operators by the hashes of their keys. Never logs what was sent.</summary>
internal sealed class OperatorAuthentication(
    OperationsSettings settings, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The framework asks at every listener; callers of the gateway have keys of another kind.
        if (!OperationsListener.IsOperations(Context)) return Task.FromResult(AuthenticateResult.NoResult());
        if (Key(Request.Headers.Authorization.ToString()) is not { } shown) return Task.FromResult(AuthenticateResult.NoResult());
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown.Key));
        // All are compared, in constant time each: how long it takes tells nothing.
        var known = settings.Operators.Where(person => CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(person.KeyHash!))).ToArray();
        var found = Array.Find(known, person => shown.Name is null || shown.Name == person.Name);
        return Task.FromResult(found is null ? AuthenticateResult.Fail("Unknown operator or key.") : AuthenticateResult.Success(Ticket(found)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = """Basic realm="Cocoon operations", charset="UTF-8" """.TrimEnd();
        return Task.CompletedTask;
    }

    private static AuthenticationTicket Ticket(OperatorSettings person)
    {
        var identity = new ClaimsIdentity(OperationsPolicies.Scheme);
        identity.AddClaim(new Claim(ClaimTypes.Name, person.Name!));
        identity.AddClaim(new Claim(ClaimTypes.Role, nameof(OperatorRole.Viewer)));
        if (person.Role == OperatorRole.Operator) identity.AddClaim(new Claim(ClaimTypes.Role, nameof(OperatorRole.Operator)));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), OperationsPolicies.Scheme);
    }

    private static (string? Name, string Key)? Key(string header)
    {
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return (null, header[Bearer.Length..].Trim());
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return pair.Length == 2 ? (pair[0], pair[1]) : null;
    }
}
