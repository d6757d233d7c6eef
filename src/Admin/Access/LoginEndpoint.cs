using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cocoon.Admin.Access;

/// <summary>Signing in with a key, and out again.</summary>
internal sealed partial class LoginEndpoint(OperatorKeys keys, LoginAttempts attempts, ILogger<LoginEndpoint> logger)
{
    public async Task<IResult> SignIn(HttpContext http, string? key, string? back)
    {
        var from = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!attempts.MayTry(from)) return Again("wait", back);
        if (keys.Find(key?.Trim()) is not { } account)
        {
            attempts.Failed(from);
            LogRefused(from);
            return Again("key", back);
        }
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, account.Name), new Claim(ClaimTypes.Role, account.Role.ToString())], AdminAccess.Scheme);
        await http.SignInAsync(AdminAccess.Scheme, new ClaimsPrincipal(identity));
        LogSignedIn(account.Name, account.Role);
        return Results.LocalRedirect(Paths.Back(back));
    }

    public static async Task<IResult> SignOut(HttpContext http)
    {
        await http.SignOutAsync(AdminAccess.Scheme);
        return Results.LocalRedirect(Paths.Login);
    }

    private static IResult Again(string why, string? back) =>
        Results.LocalRedirect($"{Paths.Login}?why={why}&back={Uri.EscapeDataString(Paths.Back(back))}");

    [LoggerMessage(2601, LogLevel.Information, "{Name} signed in to the admin pages as {Role}.")]
    private partial void LogSignedIn(string name, OperatorRole role);

    [LoggerMessage(2602, LogLevel.Warning, "A wrong key was given on the admin pages, from {Address}.")]
    private partial void LogRefused(IPAddress address);
}
