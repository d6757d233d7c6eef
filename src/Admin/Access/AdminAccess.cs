using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Admin.Access;

/// <summary>Sessions and roles: a cookie that scripts cannot read and other sites cannot send, and two policies.</summary>
public static class AdminAccess
{
    /// <summary>Name of the cookie scheme. Not the default one: only the admin pages look at it.</summary>
    public const string Scheme = "CocoonAdmin";

    /// <summary>Policy for everything that only shows.</summary>
    public const string Viewer = "CocoonViewer";

    /// <summary>Policy for everything that acts.</summary>
    public const string Operator = "CocoonOperator";

    private const string CookieName = "cocoon-admin";

    internal static void Add(IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.Path = "/";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = Paths.Login;
            cookie.ReturnUrlParameter = "back";
            // Whoever may look and not act is told so; the framework would send him to another page.
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        services.AddOptions<CookieAuthenticationOptions>(Scheme)
            .Configure<IOptions<Hosting.AdminOptions>>((cookie, admin) => cookie.ExpireTimeSpan = admin.Value.Session);
        services.AddAuthorizationBuilder()
            .AddPolicy(Viewer, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser())
            .AddPolicy(Operator, policy => policy.AddAuthenticationSchemes(Scheme).RequireRole(nameof(OperatorRole.Operator)));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = CookieName + "-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.SuppressXFrameOptionsHeader = true; // frame-ancestors says it (SafeHeaders)
        });
        // Sessions end with the process, and no key of theirs is ever on disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        // The framework makes a key file all the same, warns of it, and nothing here uses it.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddSingleton<OperatorKeys>();
        services.AddSingleton<LoginAttempts>();
    }
}
