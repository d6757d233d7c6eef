namespace Orleans.Runtime;

/// <summary>Typed access to the components of an activation.</summary>
public static class GrainContextExtensions
{
    public static TComponent? GetComponent<TComponent>(this IGrainContext context) where TComponent : class =>
        (TComponent?)context.GetComponent(typeof(TComponent));
}
