using Cocoon.Silo.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Operations;

/// <summary>What every process has for those who run it: health, and who may look.</summary>
public static class OperationsServices
{
    /// <summary>Adds health checks and the operators' authentication. Endpoints of others follow by <see cref="IOperationsEndpoints"/>.</summary>
    public static IHealthChecksBuilder AddCocoonOperations(this IServiceCollection services, OperationsSettings settings)
    {
        services.AddSingleton(settings);
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, OperatorAuthentication>(OperationsPolicies.Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(OperationsPolicies.View, policy => policy.AddAuthenticationSchemes(OperationsPolicies.Scheme).RequireRole(nameof(OperatorRole.Viewer)))
            .AddPolicy(OperationsPolicies.Act, policy => policy.AddAuthenticationSchemes(OperationsPolicies.Scheme).RequireRole(nameof(OperatorRole.Operator)));
        services.AddSingleton<IOperationsEndpoints, HealthEndpoints>();
        return services.AddHealthChecks().AddCheck<StoppingCheck>("stopping");
    }
}
