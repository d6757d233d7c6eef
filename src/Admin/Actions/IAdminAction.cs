namespace Cocoon.Admin.Actions;

/// <summary>One kind of thing that an operator can do. Doing it twice has to be harmless.</summary>
internal interface IAdminAction
{
    /// <summary>Its name in addresses and in the audit log.</summary>
    string Name { get; }

    /// <summary>What it would do to this target; null when there is no such target.</summary>
    Task<ActionPlan?> Plan(string target);

    /// <summary>Does it.</summary>
    /// <returns>What came of it, in a sentence.</returns>
    /// <exception cref="Grains.RefusedException">The market said no.</exception>
    Task<string> Run(string target, CancellationToken cancellationToken);
}
