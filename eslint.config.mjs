import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores([".offline/", "node_modules/", "site/", "tests/support/example/site/"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "max-lines": ["error", { max: 150, skipBlankLines: true, skipComments: true }],
    },
  },
  // A component is one concept.
  { files: ["components/*.ts"], rules: { "max-lines": ["error", 120] } },
  {
    files: ["components/policy/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["@pulumi/*", "node:*"],
              message: "Policy is pure: it imports neither Pulumi nor anything with I/O.",
            },
          ],
        },
      ],
    },
  },
  {
    // What the runtime cloudfront-js-2.0 knows: ECMAScript 5.1 with const, let and little more.
    files: ["components/edge/*.js"],
    languageOptions: { ecmaVersion: 2015, sourceType: "script", globals: { SETTINGS: "readonly" } },
    rules: {
      "no-unused-vars": ["error", { varsIgnorePattern: "^handler$", caughtErrors: "none" }],
      "no-restricted-syntax": [
        "error",
        ...["ClassDeclaration", "ForOfStatement", "ObjectPattern", "ArrayPattern", "SpreadElement"],
      ],
    },
  },
  {
    files: ["delivery/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^(?!node:|\\.{1,2}/.*\\.ts$)",
              message: "The job with credentials runs no package's code: node: and files of delivery/, with .ts, only.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      // mocha's describe and it return nothing worth awaiting.
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: ["describe", "it"] }],
      "max-lines": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='apply']",
          message:
            "An assertion inside apply never fails a test: await pulumi.runtime.disconnect() and read the record.",
        },
      ],
    },
  },
);
