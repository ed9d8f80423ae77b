// Swagger UI comes without types of its own.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUI(options: {
    domNode: HTMLElement;
    url: string | undefined;
    deepLinking?: boolean;
    validatorUrl?: string | null;
    syntaxHighlight?: boolean;
    onComplete?: () => void;
  }): void;
}
